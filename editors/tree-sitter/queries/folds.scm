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
