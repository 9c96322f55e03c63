module racebench

go 1.26
