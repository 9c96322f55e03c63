import type { GoPackage } from './package.ts';
import type { Session } from './session.ts';
import type { Unit } from './unit.ts';

/** The package with its tests, compiled as one. A main package keeps its path here: it is not the program's. */
export function testUnit(session: Session, one: GoPackage): Unit {
  const files = [...one.files, ...one.testFiles];
  return session
    .units()
    .make(one, { path: one.importPath, label: variantOf(one, one.importPath), files, isNamed: true });
}

/**
 * The external test package. It sees the package under test with its tests, and so does everything that it imports:
 * what imports that package is compiled anew.
 */
export function externalTestUnit(session: Session, one: GoPackage, tested: Unit | undefined): Unit {
  const replaced = new Map(tested === undefined ? [] : [[one.importPath, tested] as const]);
  const path = `${one.importPath}_test`;
  return session.units(replaced).make(one, {
    path,
    label: variantOf(one, path),
    files: one.externalTestFiles,
    isNamed: true,
  });
}

/** What the go command calls a package that is compiled for the tests of another, or for its own. */
function variantOf(tested: GoPackage, path: string): string {
  return `${path} [${tested.importPath}.test]`;
}
