// Exits 0 when a port of 127.0.0.1 can be listened on, 1 when it is taken.
import { createServer } from "node:net";

const server = createServer();
server.on("error", () => process.exit(1));
server.listen(Number(process.argv[2]), "127.0.0.1", () => server.close());
