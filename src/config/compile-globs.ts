import ignore from "ignore";

/** Whether an absolute path matches one of the globs. */
export type GlobTest = (path: string, isDirectory: boolean) => boolean;

/**
 * A test for globs written as in `.gitignore`: without a slash they match any component of a path below `root`, with one
 * the path from `root` on; a directory's match covers what is in it. `{a,b}` is expanded. Paths outside `root` never match.
 */
export function compileGlobs(globs: readonly string[], root: string): GlobTest {
  if (globs.length === 0) return () => false;
  const prefix = slashed(root).replace(/\/?$/, "/");
  const patterns = globs
    .flatMap(expandBraces)
    .map(slashed)
    .map((glob) => (glob.startsWith(prefix) ? glob.slice(prefix.length - 1) : glob.replace(/^\.\//, "/")));
  const matcher = ignore().add(patterns);
  return (path, isDirectory) => {
    const absolute = slashed(path);
    if (!absolute.startsWith(prefix) || absolute.length === prefix.length) return false;
    const inside = absolute.slice(prefix.length);
    return matcher.ignores(isDirectory ? `${inside}/` : inside);
  };
}

/** `a{b,c}d` as `abd`, `acd`; nested braces are expanded from the inside. */
export function expandBraces(glob: string): string[] {
  const found = /\{([^{}]*,[^{}]*)\}/.exec(glob);
  if (found === null) return [glob];
  const before = glob.slice(0, found.index);
  const after = glob.slice(found.index + found[0].length);
  return (found[1] ?? "").split(",").flatMap((part) => expandBraces(before + part + after));
}

function slashed(path: string): string {
  return path.replaceAll("\\", "/");
}
