// Before the first paint: the colors that the reader chose here, if any.
try {
  const theme = localStorage.getItem('faultline-theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // A browser that keeps nothing follows the system.
}
