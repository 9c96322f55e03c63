/**
 * `imsmanifest.xml`: what tells a learning management system what is in a SCORM package. One activity, which is the whole
 * course or one assignment, and every file.
 *
 * No mark is written into it: systems judge a score by such a mark as soon as a session is suspended, and would fail
 * learners in the middle of their work. The course itself says who has passed.
 *
 * @see IMS Content Packaging 1.1.4; SCORM 1.2 and SCORM 2004 4th Edition Content Aggregation Model
 */
import type { Launch } from './launch.ts';
import { formatXml, type XmlElement } from './xml.ts';

/** What a manifest is made from. */
export interface ManifestParts {
  readonly launch: Launch;
  readonly courseVersion: string;
  /** Every file of the package but the manifest, by its path. */
  readonly paths: readonly string[];
}

/** The page that a system opens, by its path in the package. */
export const launchPage = 'lms/index.html';

/** The namespaces and names in which the two editions differ. */
const editions = {
  scorm12: {
    schemaVersion: '1.2',
    typeAttribute: 'adlcp:scormtype',
    namespaces: {
      xmlns: 'http://www.imsproject.org/xsd/imscp_rootv1p1p2',
      'xmlns:adlcp': 'http://www.adlnet.org/xsd/adlcp_rootv1p2',
    },
    sequencing: [],
  },
  scorm2004: {
    schemaVersion: '2004 4th Edition',
    typeAttribute: 'adlcp:scormType',
    namespaces: {
      xmlns: 'http://www.imsglobal.org/xsd/imscp_v1p1',
      'xmlns:adlcp': 'http://www.adlnet.org/xsd/adlcp_v1p3',
      'xmlns:imsss': 'http://www.imsglobal.org/xsd/imsss',
    },
    // What the course says stands; silence is not taken for success.
    sequencing: [
      {
        name: 'imsss:sequencing',
        content: [
          {
            name: 'imsss:deliveryControls',
            attributes: { completionSetByContent: 'true', objectiveSetByContent: 'true' },
          },
        ],
      },
    ],
  },
} as const satisfies Record<
  'scorm12' | 'scorm2004',
  { readonly sequencing: readonly XmlElement[] } & Readonly<Record<string, unknown>>
>;

/**
 * Returns `imsmanifest.xml`.
 *
 * @example formatManifest('scorm12', { launch, courseVersion: '1.0.0', paths: ['lms/index.html'] })
 */
export function formatManifest(standard: 'scorm12' | 'scorm2004', parts: ManifestParts): string {
  const { schemaVersion, typeAttribute, namespaces, sequencing } = editions[standard];
  const { id, version, title } = parts.launch.assignment;
  const element = (
    name: string,
    content: XmlElement['content'],
    attributes: Readonly<Record<string, string>> = {},
  ) => ({
    name,
    attributes,
    content: content ?? [],
  });
  return formatXml(
    element(
      'manifest',
      [
        element('metadata', [element('schema', 'ADL SCORM'), element('schemaversion', schemaVersion)]),
        element(
          'organizations',
          [
            element(
              'organization',
              [
                element('title', title),
                element('item', [element('title', title), ...sequencing], {
                  identifier: 'activity',
                  identifierref: 'content',
                  isvisible: 'true',
                }),
              ],
              { identifier: 'course' },
            ),
          ],
          { default: 'course' },
        ),
        element('resources', [
          element(
            'resource',
            parts.paths.map((path) => element('file', [], { href: encodePath(path) })),
            { identifier: 'content', type: 'webcontent', [typeAttribute]: 'sco', href: encodePath(launchPage) },
          ),
        ]),
      ],
      { identifier: `faultline-${id}`, version: `${parts.courseVersion}.${version}`.slice(0, 20), ...namespaces },
    ),
  );
}

/** A path as a relative URL. */
function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
