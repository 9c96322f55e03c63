import { gunzipSync, gzipSync, strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { isPackaged, listFile, lmsStandards, makePackage, parseLaunch, type LmsStandard } from '../../src/lms/index.ts';
import { aCourse, aList, anAssignment, aSite, bytes } from './a-course.ts';
import { allNodes, readXml, type XmlNode } from './read-xml.ts';

const course = aCourse();

function packageOf(standard: LmsStandard, files = aSite, assignment = false) {
  const wish = { standard, passPercent: 80, ...(assignment ? { assignment: anAssignment } : {}) };
  const made = makePackage(course, files.map(listFile), files, wish);
  if ('problem' in made) throw new Error(made.problem);
  return made;
}

const filesOf = (standard: LmsStandard, assignment = false) => unzipSync(packageOf(standard, aSite, assignment).bytes);
const manifestOf = (standard: LmsStandard, assignment = false) =>
  readXml(strFromU8(filesOf(standard, assignment)['imsmanifest.xml'] ?? new Uint8Array()));
const named = (node: XmlNode, name: string) => allNodes(node).filter((one) => one.name === name);
const childNames = ({ children }: XmlNode) => children.map(({ name }) => name);

describe.each(lmsStandards)('a package for %s', (standard) => {
  it('has the same bytes every time, whatever the order of the files and the zone of the clock', () => {
    const zone = process.env['TZ'];
    const first = packageOf(standard).bytes;
    process.env['TZ'] = 'Pacific/Kiritimati';
    const second = packageOf(standard, aSite.toReversed()).bytes;
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
    expect(second).toEqual(first);
  });

  it('holds every file of the site and one that says what is launched', () => {
    const files = filesOf(standard, true);
    for (const { path, content } of aSite) if (path !== 'lms/index.html') expect(files[path]).toEqual(content);
    const launch = parseLaunch(JSON.parse(strFromU8(files['lms/launch.json'] ?? new Uint8Array())));
    expect(launch).toMatchObject({
      standard,
      scope: 'assignment',
      passPercent: 80,
      assignment: { id: 'week-1', version: 3 },
    });
  });

  it('tells learners nothing of the extensions of others', () => {
    for (const content of Object.values(filesOf(standard, true)))
      expect(strFromU8(content)).not.toContain('ada@example.org');
  });
});

/** What the schemas of IMS Content Packaging and of ADL ask of every manifest. */
describe.each([
  [
    'scorm12',
    'http://www.imsproject.org/xsd/imscp_rootv1p1p2',
    'http://www.adlnet.org/xsd/adlcp_rootv1p2',
    'adlcp:scormtype',
    '1.2',
  ],
  [
    'scorm2004',
    'http://www.imsglobal.org/xsd/imscp_v1p1',
    'http://www.adlnet.org/xsd/adlcp_v1p3',
    'adlcp:scormType',
    '2004 4th Edition',
  ],
] as const)('the manifest for %s', (standard, contentNamespace, adlNamespace, typeAttribute, version) => {
  it.each([false, true])('has the elements of its schema, in their order (an assignment: %s)', (assignment) => {
    const manifest = manifestOf(standard, assignment);
    expect(manifest.attributes).toMatchObject({ xmlns: contentNamespace, 'xmlns:adlcp': adlNamespace });
    expect(manifest.attributes['version']?.length).toBeLessThanOrEqual(20);
    expect(childNames(manifest)).toEqual(['metadata', 'organizations', 'resources']);
    const [metadata, organizations, resources] = manifest.children as [XmlNode, XmlNode, XmlNode];
    expect(metadata.children.map(({ name, text }) => [name, text])).toEqual([
      ['schema', 'ADL SCORM'],
      ['schemaversion', version],
    ]);
    const [organization] = organizations.children as [XmlNode];
    expect(organizations.attributes['default']).toBe(organization.attributes['identifier']);
    expect(childNames(organization)).toEqual(['title', 'item']);
    const [, item] = organization.children as [XmlNode, XmlNode];
    expect(childNames(item)).toEqual(standard === 'scorm12' ? ['title'] : ['title', 'imsss:sequencing']);
    const title = assignment ? anAssignment.title : 'Faultline';
    expect(named(organization, 'title').map(({ text }) => text)).toEqual([title, title]);
    const [resource] = resources.children as [XmlNode];
    expect(resource.attributes['identifier']).toBe(item.attributes['identifierref']);
    expect(resource.attributes).toMatchObject({ type: 'webcontent', [typeAttribute]: 'sco', href: 'lms/index.html' });
    expect(new Set(childNames(resource))).toEqual(new Set(['file']));
  });

  it('names things once, with names that XML takes for ids', () => {
    const ids = allNodes(manifestOf(standard)).flatMap(({ attributes }) => attributes['identifier'] ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z_][\w.-]*$/);
  });

  it('uses no prefix that it does not declare', () => {
    const manifest = manifestOf(standard);
    const declared = Object.keys(manifest.attributes).flatMap((name) =>
      name.startsWith('xmlns:') ? name.slice(6) : [],
    );
    const names = allNodes(manifest).flatMap(({ name, attributes }) => [name, ...Object.keys(attributes)]);
    const used = names.flatMap((name) => (name.includes(':') && !name.startsWith('xmlns') ? name.split(':')[0] : []));
    expect(new Set(declared)).toEqual(new Set(used));
  });

  it('lists every file of the zip once, by a URL that leads there', () => {
    const listed = named(manifestOf(standard), 'file').map(({ attributes }) => attributes['href'] ?? '');
    for (const href of listed) expect(new URL(href, 'http://lms/').pathname.slice(1)).toBe(href);
    const inZip = Object.keys(filesOf(standard)).filter((path) => path !== 'imsmanifest.xml');
    expect(listed.map(decodeURIComponent).toSorted()).toEqual(inZip.toSorted());
  });
});

describe('the files of a package', () => {
  it('are the same from a host that unpacks .gz on the way and from one that does not', () => {
    const content = bytes('a core\n'.repeat(1000));
    const packed = { path: 'data/core.gz', content: gzipSync(content, { level: 1 }) };
    const fromOther = packageOf('scorm12', [...aSite, { ...packed, content }]);
    const made = packageOf('scorm12', [...aSite, packed]);
    expect(fromOther.bytes).toEqual(made.bytes);
    expect(gunzipSync(unzipSync(made.bytes)['data/core.gz'] ?? new Uint8Array())).toEqual(content);
  });

  it('leave out the tools of the sandbox and what only they read', () => {
    const paths = [
      'index.html',
      'toolchain/manifest.json',
      'lessons/a/files/core.gz',
      'lms/files.json',
      'lms/launch.json',
      'lms/course.json',
    ];
    expect(paths.filter(isPackaged)).toEqual(['index.html', 'lms/course.json']);
  });

  it('are refused where the host changed one, or the course lacks what is asked', () => {
    const changed = aSite.map((file) =>
      file.path === 'favicon.svg' ? { ...file, content: bytes('<html>Log in</html>') } : file,
    );
    const wish = { standard: 'scorm12', passPercent: 80 } as const;
    expect(makePackage(course, aList, changed, wish)).toHaveProperty('problem', expect.stringContaining('favicon.svg'));
    const assignment = { ...anAssignment, items: [{ exercise: 'no/such', points: 1 }] };
    expect(makePackage(course, aList, aSite, { ...wish, assignment })).toHaveProperty(
      'problem',
      expect.stringContaining('no/such'),
    );
    const older = aSite.filter(({ path }) => path !== 'lms/index.html');
    expect(makePackage(course, older.map(listFile), older, wish)).toHaveProperty(
      'problem',
      expect.stringContaining('build it again'),
    );
  });
});
