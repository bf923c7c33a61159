; Written by editors/queries.mjs from editors/tree-sitter/queries. Change it there.

; What is coloured how. From general to particular: where two patterns meet, the later one wins.
; Nouns are coloured by their place, never by name: the language has no list of them.
; The editors' own copies come from here: see editors/queries.mjs.

; ---------------------------------------------------------------- names

[
  (identifier)
  (value_name)
] @variable

((value_name) @constant.builtin.boolean
  (#any-of? @constant.builtin.boolean "true" "false"))

((value_name) @constant.builtin
  (#any-of? @constant.builtin "null" "internet" "anyone"))

((value_name) @variable.builtin
  (#any-of? @variable.builtin "self" "given"))

((member
  value: (value_name) @variable.builtin)
  (#eq? @variable.builtin "app"))

(member
  name: (identifier) @variable.other.member)

(invoke
  function: (value_name) @function)

(invoke
  function: (member
    name: (identifier) @function))

(named_argument
  name: (identifier) @variable.parameter)

; ---------------------------------------------------------------- members

(assign
  target: (identifier) @variable.other.member)

(assign
  target: (address
    (identifier) @variable.other.member))

(field
  name: (identifier) @variable.other.member)

(attribute
  "@" @attribute
  name: (identifier) @attribute)

(call
  noun: (path
    (identifier) @type))

(call
  name: (identifier) @constant)

(block
  name: (identifier) @type)

(any
  noun: (path
    (identifier) @type))

; ---------------------------------------------------------------- declarations

(app
  name: (identifier) @constant)

(let
  name: (identifier) @constant)

(output
  name: (identifier) @constant)

(resource
  name: (identifier) @constant)

(existing
  name: (identifier) @constant)

(operation
  name: (identifier) @constant)

(param
  name: (identifier) @variable.parameter)

(use
  name: (identifier) @type)

(component
  name: (identifier) @type)

(type
  name: (identifier) @type)

(verb
  name: (identifier) @function)

(metric
  name: (identifier) @function)

; ---------------------------------------------------------------- sentences

(_
  verb: (value_name) @function)

(_
  verb: (list
    (value_name) @function))

(_
  verb: (member
    name: (identifier) @function))

; ---------------------------------------------------------------- types

(type_path
  (identifier) @type)

(bounded_type
  name: (identifier) @type)

((type_path
  .
  (identifier) @type.builtin
  .)
  (#any-of? @type.builtin
    "Any" "Asset" "Bool" "Cidr" "Duration" "Float" "Image" "Int" "Ip" "Metric" "Number" "Percent" "Port" "Range"
    "Size" "String" "handle"))

((bounded_type
  name: (identifier) @type.builtin)
  (#any-of? @type.builtin "Duration" "Float" "Int" "Number" "Percent" "Size"))

; ---------------------------------------------------------------- words

[
  "acts"
  "allow"
  "any"
  "app"
  "as"
  "assert"
  "component"
  "except"
  "existing"
  "let"
  "metric"
  "never"
  "on"
  "operation"
  "output"
  "param"
  "patch"
  "resource"
  "scale"
  "to"
  "type"
  "use"
  "verb"
] @keyword.storage.type

[
  "else"
  "if"
  "then"
] @keyword.control.conditional

[
  "each"
  "for"
  "in"
] @keyword.control.repeat

; ---------------------------------------------------------------- literals and marks

[
  "="
  "=>"
  "!"
  "-"
  "+"
  "*"
  "/"
  "=="
  "!="
  "<"
  ">"
  "<="
  ">="
  "&&"
  "||"
  "??"
  ".."
  "..."
  "|"
  "?"
] @operator

[
  "("
  ")"
  "["
  "?["
  "]"
  "{"
  "}"
] @punctuation.bracket

[
  ","
  ":"
] @punctuation.delimiter

(secret_type
  [
    "Secret<"
    ">"
  ] @type.builtin)

[
  (number)
  (quantity)
  (ip)
] @constant.numeric

[
  (text)
  "\""
  "\"\"\""
] @string

(escape) @constant.character.escape

(interpolation
  [
    "${"
    "}"
  ] @punctuation.special)

(comment) @comment.line

(doc_comment) @comment.line.documentation
