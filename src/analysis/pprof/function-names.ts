/**
 * A function's name as pictures show it: without the path of its package, or the packages and namespaces of Java and C++.
 *
 * @see https://github.com/google/pprof/blob/main/internal/graph/graph.go ShortenFunctionName
 */
export function shortFunctionName(name: string): string {
  const plain = withoutMajorVersion(name.startsWith(ANONYMOUS) ? name.slice(ANONYMOUS.length) : name);
  return shortGo(plain) ?? shortJava(plain) ?? shortCpp(plain) ?? plain;
}

const ANONYMOUS = '(anonymous namespace)::';

/** Drops `/v2` and higher out of a module path. */
function withoutMajorVersion(name: string): string {
  const version = /\/v(?:[2-9]|[1-9][0-9]+)(?=[./])/.exec(name);
  if (version === null || name.slice(0, version.index).includes('\n')) return name;
  return name.slice(0, version.index) + name.slice(version.index + version[0].length);
}

/** `path/to/package.Function` without the path. */
function shortGo(name: string): string | undefined {
  let end = 0;
  for (let slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', end)) {
    if (!/^[\w\-.]+$/.test(name.slice(end, slash))) break;
    end = slash + 1;
  }
  // The longest path is dropped that leaves a dot with something on both sides.
  while (end > 0) {
    const rest = name.slice(end);
    const dot = rest.indexOf('.');
    if (dot > 0 && dot < rest.length - 1 && rest[dot + 1] !== '\n') return rest;
    end = name.lastIndexOf('/', end - 2) + 1;
  }
  return undefined;
}

/** `com.example.Class.method(args)` as `Class.method`. */
function shortJava(name: string): string | undefined {
  let at = 0;
  for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', at)) {
    if (!/^[a-z]\w*$/.test(name.slice(at, dot))) break;
    at = dot + 1;
  }
  const found = /^([A-Z][\w$]*\.(?:<init>|[a-z][\w$]*))(?:\(|$)/.exec(name.slice(at));
  return found?.[1];
}

/** `ns::Class::method(args)` as `Class::method`. */
function shortCpp(name: string): string | undefined {
  const starts = [0];
  for (let at = name.indexOf('::'); at >= 0; at = name.indexOf('::', at + 2)) {
    if (!/^[_a-zA-Z]\w*$/.test(name.slice(starts.at(-1), at))) break;
    starts.push(at + 2);
  }
  for (const start of starts.slice(1).reverse()) {
    const found = /^(_*[A-Z]\w*::~?[_a-zA-Z]\w*)/.exec(name.slice(start));
    if (found?.[1] !== undefined) return found[1] + templateArguments(name.slice(start + found[1].length));
  }
  return undefined;
}

function templateArguments(rest: string): string {
  const end = rest.startsWith('<') ? rest.lastIndexOf('>') : -1;
  return end < 0 ? '' : rest.slice(0, end + 1);
}
