module pager

go 1.20
