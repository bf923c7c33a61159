vim.filetype.add({ extension = { cld = "cld" } })
