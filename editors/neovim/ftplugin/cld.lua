vim.bo.commentstring = "// %s"
vim.bo.comments = ":///,://"
vim.bo.expandtab = true
vim.bo.shiftwidth = 2
vim.bo.softtabstop = 2
vim.bo.smartindent = true

-- Colours need the compiled parser (see README.md); without it a file is plain text, not an error on every opening.
pcall(vim.treesitter.start)
