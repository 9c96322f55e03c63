/**
 * The URL of a page or file of this site, from its path seen from the site's root: the one place where internal URLs are
 * made. A step after the build turns what this returns into URLs relative to each page.
 *
 * @example href('/glossary/#frame')
 */
export function href(path: `/${string}`): string {
  return import.meta.env.BASE_URL.replace(/\/$/, '') + path;
}

/** The address of a lesson, or of a part of it. */
export function lessonHref(slug: string, part = ''): string {
  return href(`/lessons/${slug}/${part}`);
}
