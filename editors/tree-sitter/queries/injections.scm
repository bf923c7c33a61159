; Which text is another language. A block of text says so by its first line; what is interpolated stays ours, so the
; pieces around it are coloured one by one. The expressions mean the same in Rust's and Vim's notation.

((string
  "\"\"\""
  .
  (text) @injection.content)
  (#match? @injection.content "#!/[a-z/ ]*sh")
  (#set! injection.language "bash"))

((string
  "\"\"\""
  .
  (text) @_first
  (text) @injection.content)
  (#match? @_first "#!/[a-z/ ]*sh")
  (#set! injection.language "bash"))

((string
  "\"\"\""
  .
  (text) @injection.content)
  (#match? @injection.content "#cloud-config")
  (#set! injection.language "yaml"))

((comment) @injection.content
  (#set! injection.language "comment"))
