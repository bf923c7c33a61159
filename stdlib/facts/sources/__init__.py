"""One module per published source, each turning a package's data into entries of a table."""
