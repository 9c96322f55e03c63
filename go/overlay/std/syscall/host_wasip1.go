//go:build wasip1

package syscall

// linuxErrorstr has the texts of the errors that programs meet in a lab as Linux
// words them, so that an error message reads the same here and at work.
var linuxErrorstr = [len(errorstr)]string{
	E2BIG:        "argument list too long",
	EACCES:       "permission denied",
	EADDRINUSE:   "address already in use",
	EAGAIN:       "resource temporarily unavailable",
	EBADF:        "bad file descriptor",
	EBUSY:        "device or resource busy",
	ECONNABORTED: "software caused connection abort",
	ECONNREFUSED: "connection refused",
	ECONNRESET:   "connection reset by peer",
	EEXIST:       "file exists",
	EINTR:        "interrupted system call",
	EINVAL:       "invalid argument",
	EIO:          "input/output error",
	EISDIR:       "is a directory",
	ELOOP:        "too many levels of symbolic links",
	EMFILE:       "too many open files",
	ENETUNREACH:  "network is unreachable",
	ENOENT:       "no such file or directory",
	ENOSPC:       "no space left on device",
	ENOSYS:       "function not implemented",
	ENOTCONN:     "transport endpoint is not connected",
	ENOTDIR:      "not a directory",
	ENOTEMPTY:    "directory not empty",
	ENOTSUP:      "operation not supported",
	EPERM:        "operation not permitted",
	EPIPE:        "broken pipe",
	EROFS:        "read-only file system",
	ESPIPE:       "illegal seek",
	ETIMEDOUT:    "connection timed out",
	EXDEV:        "invalid cross-device link",
}
