/** `npm run explore:libraries`: makes the environment in which real programs are explored, in a cache outside the repository. */
import { makeLibraryEnvironment } from "../test/runtime/library-environment.ts";

console.log(makeLibraryEnvironment());
