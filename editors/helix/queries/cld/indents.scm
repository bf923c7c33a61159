; Written by editors/queries.mjs from editors/tree-sitter/queries. Change it there.

; How a new line is indented: one step inside a bracket, back at the one that closes it.

(body
  "}" @outdent) @indent

(record
  "}" @outdent) @indent

(record_type
  "}" @outdent) @indent

(map_type
  "}" @outdent) @indent

(list
  "]" @outdent) @indent

(list_type
  "]" @outdent) @indent

(index
  "]" @outdent) @indent

(arguments
  ")" @outdent) @indent

(parameters
  ")" @outdent) @indent

(group
  ")" @outdent) @indent
