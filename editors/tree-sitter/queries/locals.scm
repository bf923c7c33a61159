; Which names a scope declares, for editors that follow names without a language server. Order does not matter in .cld,
; so this is an approximation: good enough to colour a loop's names, not to rename.

[
  (source_file)
  (component)
  (for)
  (fold)
  (comprehension)
] @local.scope

(param
  name: (identifier) @local.definition)

(let
  name: (identifier) @local.definition)

(for
  name: (identifier) @local.definition)

(fold
  name: (identifier) @local.definition)

(comprehension
  name: (identifier) @local.definition)

(value_name) @local.reference
