"""A small rubric, as a file."""

BENCH = """format: 1
slug: bench
title: {en: Identification bench, fr: Banc d’identification}
cut: 3.5
sem: 0
levels:
  - {value: 0, title: {en: Not yet, fr: Pas encore}}
  - {value: 1, title: {en: With help, fr: Avec aide}}
  - {value: 2, title: {en: Competent, fr: Compétent}}
criteria:
  - code: names
    title: {en: Names the specimen, fr: Nomme le spécimen}
    weight: 2.5
    levels:
      0: {en: Wrong group, fr: Mauvais groupe}
      1: {en: Right group, fr: Bon groupe}
      2: {en: Species and appendix, fr: Espèce et annexe}
  - code: protects
    title: {en: Protects the evidence, fr: Protège la preuve}
    critical: true
    pass_level: 1
    reason_up_to: 0
    levels:
      0: {en: Handles it with bare hands, fr: Manipule à mains nues}
      1: {en: Gloves without a log, fr: Gants sans registre}
      2: {en: Gloves log and seal, fr: Gants registre et scellé}
"""
