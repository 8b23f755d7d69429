import { join } from "node:path";
import { environmentWith } from "../../scripts/python-environment.ts";

const requirements = [
  "aiosqlite==0.22.1",
  "fastapi==0.165.0",
  "greenlet==3.5.6",
  "httpx==0.28.1",
  "redis==8.1.0",
  "requests==2.34.2",
  "sqlalchemy==2.1.9",
  "uvicorn==0.54.0",
];

/** Where the programs of the example's environment are, or why there is none. */
export function bookshopEnvironment(): { readonly bin: string } | { readonly missing: string } {
  try {
    return { bin: environmentWith("bookshop", requirements) };
  } catch {
    return { missing: "the bookshop's dependencies cannot be installed: no package registry" };
  }
}

/** The variables the example is started with: its files in a directory, its partners at a URL. */
export function bookshopVariables(directory: string, partners: string): Readonly<Record<string, string>> {
  return {
    PYTHONDONTWRITEBYTECODE: "1",
    BOOKSHOP_DATABASE: join(directory, "bookshop.db"),
    BOOKSHOP_COVERS: join(directory, "covers"),
    BOOKSHOP_REDIS: "redis://127.0.0.1:1/0",
    BOOKSHOP_PUBLISHERS: partners,
    BOOKSHOP_PAYMENTS: partners,
    BOOKSHOP_SHIPPING: partners,
    BOOKSHOP_RECOMMENDATIONS: partners,
    BOOKSHOP_SMTP: "127.0.0.1",
  };
}
