import type { Diagnostic, Location } from "../../src/diagnostics/diagnostic.ts";

/**
 * One paragraph per finding: a line for it, then a line per hop.
 *
 *     AIO102 app/main.py:9:12
 *       app/main.py:9 show_book → Catalogue.load
 *       app/catalogue.py:14 Catalogue.load → requests.get
 */
export function dumpTraces(diagnostics: readonly Diagnostic[], relativePath: (path: string) => string): string {
  const place = (location: Location): string => `${relativePath(location.path)}:${location.start.line}`;
  return diagnostics
    .map(({ code, location, trace }) => {
      const hops = trace.map((hop) => `  ${place(hop.location)} ${hop.functionName} → ${hop.target}`);
      return [`${code} ${place(location)}:${location.start.column}`, ...hops].join("\n");
    })
    .join("\n\n");
}
