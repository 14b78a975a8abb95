/* Says on the page that the script of the kind has run. */
document.documentElement.dataset.evenOdd = "";
