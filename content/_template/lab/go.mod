module SLUG

go 1.21
