; Written by editors/queries.mjs from editors/tree-sitter/queries. Change it there.

; What can be folded.

[
  (body)
  (record)
  (list)
  (group)
  (arguments)
  (record_type)
  (string)
] @fold
