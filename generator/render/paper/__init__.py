"""What a sheet says on paper, as plain data with finished words: typst only lays it out."""
