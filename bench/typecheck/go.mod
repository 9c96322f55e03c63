module faultline/typecheck

go 1.21
