"""The shell of every page: headers, errors, menus, language, assets and the design."""
