; Written by editors/queries.mjs from editors/tree-sitter/queries. Change it there.

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
  name: (identifier) @local.definition.var)

(let
  name: (identifier) @local.definition.var)

(for
  name: (identifier) @local.definition.var)

(fold
  name: (identifier) @local.definition.var)

(comprehension
  name: (identifier) @local.definition.var)

(value_name) @local.reference
