module rpc

go 1.21
