; What a list of symbols shows. A name in a call is a thing of the system, like a declaration.

(component
  name: (identifier) @name) @definition.class

(type
  name: (identifier) @name) @definition.type

(call
  name: (identifier) @name) @definition.constant

(resource
  name: (identifier) @name) @definition.constant

(existing
  name: (identifier) @name) @definition.constant

(app
  name: (identifier) @name) @definition.module

(param
  name: (identifier) @name) @definition.constant

(let
  name: (identifier) @name) @definition.constant

(output
  name: (identifier) @name) @definition.constant

(verb
  name: (identifier) @name) @definition.function

(metric
  name: (identifier) @name) @definition.function

(operation
  name: (identifier) @name) @definition.function

(call
  noun: (path
    (identifier) @name)) @reference.class
