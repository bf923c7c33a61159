; What is coloured how. From general to particular: where two patterns meet, the later one wins.
; Nouns are coloured by their place, never by name: the language has no list of them.

; Names
(identifier) @variable

; A short list, by name: values that every scope has.
((identifier) @boolean
  (#any-of? @boolean "true" "false"))

((identifier) @constant.builtin
  (#any-of? @constant.builtin "null" "internet" "anyone"))

((identifier) @variable.builtin
  (#any-of? @variable.builtin "self" "given"))

(member
  value: (identifier) @variable.builtin
  (#eq? @variable.builtin "app"))

; Members
(assign
  target: [
    (identifier)
    (address (identifier))
  ] @property)

(assign
  target: (address (identifier) @property))

(member
  name: (identifier) @property)

(named_argument
  name: (identifier) @variable.parameter)

(invoke
  function: (identifier) @function)

(invoke
  function: (member
    name: (identifier) @function))

(attribute
  "@" @attribute
  name: (identifier) @attribute)

; Nouns
(call
  noun: (path (identifier) @type))

(block
  name: (identifier) @type)

(any
  noun: (path (identifier) @type))

; Declarations
(call
  name: (identifier) @constant)

([
  (app name: (identifier) @constant)
  (let name: (identifier) @constant)
  (output name: (identifier) @constant)
  (resource name: (identifier) @constant)
  (existing name: (identifier) @constant)
  (operation name: (identifier) @constant)
])

(param
  name: (identifier) @variable.parameter)

(use
  name: (identifier) @type)

(component
  name: (identifier) @type)

(type
  name: (identifier) @type)

([
  (verb name: (identifier) @function)
  (metric name: (identifier) @function)
])

(field
  name: (identifier) @property)

; Sentences
([
  (allow verb: (identifier) @function)
  (allow verb: (list (identifier) @function))
  (allow verb: (member name: (identifier) @function))
  (never verb: (identifier) @function)
  (never verb: (list (identifier) @function))
  (never verb: (member name: (identifier) @function))
])

; Types
(type_path (identifier) @type)

(bounded_type
  name: (identifier) @type)

((type_path . (identifier) @type.builtin .)
  (#any-of? @type.builtin
    "Any" "Asset" "Bool" "Cidr" "Duration" "Float" "Image" "Int" "Ip" "Metric" "Number" "Percent" "Port" "Range"
    "Size" "String"))

(bounded_type
  name: (identifier) @type.builtin
  (#any-of? @type.builtin "Duration" "Float" "Int" "Number" "Percent" "Size"))

(secret_type
  [
    "Secret<"
    ">"
  ] @type.builtin)

(optional_type
  "?" @operator)

(union
  "|" @operator)

; Words
[
  "acts"
  "app"
  "component"
  "existing"
  "let"
  "metric"
  "operation"
  "output"
  "param"
  "patch"
  "resource"
  "scale"
  "type"
  "use"
  "verb"
] @keyword

[
  "allow"
  "any"
  "assert"
  "as"
  "except"
  "never"
  "on"
  "to"
] @keyword

[
  "if"
  "then"
  "else"
] @keyword.conditional

[
  "for"
  "each"
  "in"
] @keyword.repeat

; Words in a name's place are names.
(assign
  target: (identifier) @property)

(block
  name: (identifier) @type)

(named_argument
  name: (identifier) @variable.parameter)

; Literals
[
  (text)
  "\""
  "\"\"\""
] @string

(escape) @string.escape

(interpolation
  [
    "${"
    "}"
  ] @punctuation.special)

[
  (number)
  (quantity)
  (ip)
] @number

; Marks
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
] @operator

(secret_type
  ">" @type.builtin)

[
  "("
  ")"
  "["
  "?["
  "]"
  "{"
] @punctuation.bracket

([
  (body "}" @punctuation.bracket)
  (record "}" @punctuation.bracket)
  (map_type "}" @punctuation.bracket)
  (record_type "}" @punctuation.bracket)
])

[
  ","
  ":"
] @punctuation.delimiter

(comment) @comment

(doc_comment) @comment.documentation
