package terminal

// getWindowSize leaves paging off: the page scrolls by itself.
func (w *pagingWriter) getWindowSize() { w.mode = pagingWriterNormal }
