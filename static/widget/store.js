// Keeps messages that are not sent yet in the browser's database, files included. Before the visitor writes something there is
// no such database; where a browser allows none (a frame with blocked cookies), messages live as long as the page.
import { inbox } from "./state.js";

const NAME = `cw_${inbox.websiteToken}`;
const TABLE = "pending";

const settled = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

let opened;

async function run(mode, act) {
  opened ??= settled(Object.assign(indexedDB.open(NAME), {
    onupgradeneeded: ({ target }) => target.result.createObjectStore(TABLE, { keyPath: "echo_id" }),
  }));
  return settled(act((await opened).transaction(TABLE, mode).objectStore(TABLE)));
}

/** Whether something may have been left. */
export const exists = async () => {
  try {
    return (await indexedDB.databases()).some(({ name }) => name === NAME);
  } catch {
    return false;
  }
};

export const put = (message) => run("readwrite", (table) => table.put(message)).catch(() => {});
export const remove = (echoId) => run("readwrite", (table) => table.delete(echoId)).catch(() => {});
export const all = async () => ((await exists()) ? run("readonly", (table) => table.getAll()).catch(() => []) : []);

/** After the page around us said goodbye to the visitor. */
export const clear = async () => (await exists()) && run("readwrite", (table) => table.clear()).catch(() => {});
