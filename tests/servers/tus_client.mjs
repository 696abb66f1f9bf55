// The official client sends one file: node tus_client.mjs '{"endpoint": …, "file": …, "headers": …, "chunk": …, "delay": …}'
import { createReadStream, statSync } from "node:fs";
import { Upload } from "tus-js-client";

const options = JSON.parse(process.argv[2]);
const size = statSync(options.file).size;
const encoded = Object.fromEntries(Object.entries(options.metadata));
let failures = 0;

const upload = new Upload(createReadStream(options.file), {
  endpoint: options.endpoint,
  uploadSize: size,
  chunkSize: options.chunk,
  headers: options.headers,
  metadata: encoded,
  retryDelays: Array(500).fill(options.delay),
  onShouldRetry: () => { failures += 1; return true; },
  onError: (error) => { console.error(String(error)); process.exit(1); },
  onSuccess: () => { console.log(JSON.stringify({ url: upload.url, failures })); process.exit(0); },
});
upload.start();
