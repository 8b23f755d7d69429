export { createSourceReader, decodeText } from "../workspace/source-reader.ts";
