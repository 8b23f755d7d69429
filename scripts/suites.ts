/** Packages whose source releases hold tests that need no network, and what these tests need. */

export interface Suite {
  readonly name: string;
  readonly version: string;
  /** The module that is tested, and where it stands in the source release. */
  readonly module: string;
  readonly importRoot: string;
  /** The package itself is among them, for its metadata; its code is imported from the source release. */
  readonly requirements: readonly string[];
  /** For pytest, besides the tests. */
  readonly parameters: readonly string[];
  /** Files and directories. */
  readonly tests: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Has no wheel. */
const forbiddenfruit = ["--no-binary=forbiddenfruit", "blockbuster==1.5.29"];

export const suites: readonly Suite[] = [
  {
    name: "aiohttp",
    version: "3.14.5",
    module: "aiohttp",
    importRoot: ".",
    requirements: [
      "aiohttp[speedups]==3.14.5",
      "pytest==9.0.3",
      "pytest-cov==7.1.0",
      "pytest-mock==3.15.1",
      "pytest-xdist==3.8.0",
      "pytest-timeout==2.4.0",
      "pytest-codspeed==5.0.4",
      "trustme==1.2.1",
      "proxy.py==2.4.10",
      "freezegun==1.5.5",
      "gunicorn==27.0.1",
      "isal==1.9.1",
      "zlib-ng==1.1.0",
      "re-assert==1.1.0",
      "python-on-whales==0.81.0",
      "cryptography==50.0.2",
      ...forbiddenfruit,
    ],
    parameters: ["--no-cov", "--numprocesses=2"],
    // Of the others many run a server each, for minutes.
    tests: [
      "base_protocol",
      "client_proto",
      "client_session",
      "connector",
      "run_app",
      "streams",
      "web_app",
      "web_request",
      "web_response",
      "web_runner",
      "web_sendfile",
      "web_urldispatcher",
    ].map((name) => `tests/test_${name}.py`),
    // Its C parts are not built from the source release.
    environment: { AIOHTTP_NO_EXTENSIONS: "1" },
  },
  {
    name: "anyio",
    version: "4.16.0",
    module: "anyio",
    importRoot: "src",
    requirements: [
      "anyio==4.16.0",
      "trio==0.35.0",
      "pytest==9.2.0",
      "hypothesis==6.170.15",
      "psutil==7.2.2",
      "trustme==1.2.1",
      "pytest-mock==3.17.0",
      "pytest-timeout==2.4.0",
      "truststore==0.10.5",
      "uvloop==0.23.0",
      ...forbiddenfruit,
    ],
    parameters: ["-m", "not network"],
    tests: ["tests"],
    environment: {},
  },
  {
    name: "uvicorn",
    version: "0.54.0",
    module: "uvicorn",
    importRoot: ".",
    requirements: [
      "uvicorn[standard]==0.54.0",
      "pytest==9.2.0",
      "pytest-mock==3.17.0",
      "pytest-xdist==3.8.0",
      "psutil==7.2.2",
      "pytest-codspeed==5.0.4",
      "trustme==1.2.1",
      "cryptography==50.0.2",
      "coverage==7.17.3",
      "httpx2==2.16.2",
      "a2wsgi==1.10.10",
      "wsproto==1.3.2",
      "zttp==0.0.35",
    ],
    parameters: ["-n", "4"],
    tests: ["tests"],
    environment: {},
  },
  {
    name: "aiogram",
    version: "3.31.0",
    module: "aiogram",
    importRoot: ".",
    requirements: [
      "aiogram[fast,redis,mongo,proxy,signature,i18n]==3.31.0",
      "pytest==9.0.3",
      "pytest-mock==3.15.1",
      "pytest-aiohttp==1.1.0",
      "pytest-cov==7.1.0",
      "aresponses==3.0.0",
      "pytz==2026.6",
      "pycryptodomex==3.23.0",
    ],
    parameters: [],
    tests: ["tests"],
    environment: {},
  },
  {
    name: "tornado",
    version: "6.6.1",
    module: "tornado",
    importRoot: ".",
    requirements: ["tornado==6.6.1", "pytest==9.2.0"],
    parameters: ["-o", "python_files=*_test.py"],
    tests: ["tornado/test"],
    environment: {},
  },
];
