; How a new line is indented: one step inside a bracket, back at the one that closes it.

(body
  "}" @indent.branch) @indent.begin

(record
  "}" @indent.branch) @indent.begin

(record_type
  "}" @indent.branch) @indent.begin

(map_type
  "}" @indent.branch) @indent.begin

(list
  "]" @indent.branch) @indent.begin

(list_type
  "]" @indent.branch) @indent.begin

(index
  "]" @indent.branch) @indent.begin

(arguments
  ")" @indent.branch) @indent.begin

(parameters
  ")" @indent.branch) @indent.begin

(group
  ")" @indent.branch) @indent.begin
