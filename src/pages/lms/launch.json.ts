import type { APIRoute } from 'astro';

/** A package has its own file in this place, which says what it launches; the site itself launches nothing. */
export const GET: APIRoute = () => Response.json({ schema: 'faultline.launch/1', standard: 'none' });
