/**
 * `cmi5.xml`: the course structure of a cmi5 package, one course with one assignable unit.
 *
 * @see cmi5 Specification Profile for xAPI (Quartz), sections 13 and 14
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Launch, LmsCourse } from './launch.ts';
import { launchPage } from './manifest.ts';
import { formatXml, type XmlElement } from './xml.ts';

/**
 * Returns `cmi5.xml`.
 *
 * @param site where the content is hosted, with `/` at the end; absent: inside the package
 * @example formatCourseStructure(course, launch)
 */
export function formatCourseStructure(course: LmsCourse, launch: Launch, site = ''): string {
  const { id, title, message } = launch.assignment;
  const text = (name: string, words: string): XmlElement => ({
    name,
    content: [{ name: 'langstring', attributes: { lang: 'en-US' }, content: words }],
  });
  const words = [text('title', title), text('description', message === '' ? course.description : message)];
  return formatXml({
    name: 'courseStructure',
    attributes: { xmlns: 'https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd' },
    content: [
      { name: 'course', attributes: { id: identifier(`course ${id}`) }, content: words },
      {
        name: 'au',
        attributes: {
          id: identifier(`unit ${id}`),
          launchMethod: 'AnyWindow',
          moveOn: launch.passPercent > 0 ? 'Passed' : 'Completed',
          ...(launch.passPercent > 0 ? { masteryScore: String(launch.passPercent / 100) } : {}),
          activityType: 'http://adlnet.gov/expapi/activities/course',
        },
        content: [...words, { name: 'url', content: `${site}${launchPage}` }],
      },
    ],
  });
}

/** A lasting IRI for a name: a UUID of the form that RFC 9562 leaves to the application. */
function identifier(name: string): string {
  const hex = [...bytesToHex(sha256(utf8ToBytes(`faultline ${name}`)).subarray(0, 16))];
  hex[12] = '8';
  hex[16] = '8';
  const groups = [0, 8, 12, 16, 20].map((from, i) => hex.slice(from, [8, 12, 16, 20, 32][i]).join(''));
  return `urn:uuid:${groups.join('-')}`;
}
