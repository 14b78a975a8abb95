// Verify one record with the published, unmodified verifiers of other makers: Digital Bazaar's for the JSON form and
// its status list, `jose` for the token form and for seals of the audit trail. All that they ask for is answered from a folder as
// `lms credentials export` writes it; there is no network. Prints {"verified": …, "reason": …} as one JSON line.
//
// usage: node verify.mjs FOLDER FILE [NOW]     (FILE ends in .json, .jwt or .jws; NOW is an ISO moment)
//        node verify.mjs                       (each line of the input is such a question: ["FOLDER", "FILE", "NOW"])
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import * as vc from "@digitalbazaar/vc";
import { checkStatus } from "@digitalbazaar/vc-bitstring-status-list";
import { compactVerify, createLocalJWKSet, importJWK, jwtVerify } from "jose";

function why(error) {
  const inner = (error?.errors ?? []).map((one) => one.message);
  return [error?.message ?? "no reason given", ...inner, error?.cause?.message ?? ""].filter(Boolean).join(" / ");
}

// Everything is read and judged anew for each question; only the modules stay loaded.
async function answerTo(folder, file, moment) {
  const now = moment ? new Date(moment) : new Date();
  const read = (name) => JSON.parse(readFileSync(join(folder, name), "utf8"));
  const index = read("index.json");

  async function documentLoader(url) {
    const [address] = url.split("#");
    const name = index[url] ?? index[address];
    if (!name) {
      throw new Error(`not in the folder: ${url}`);
    }
    let document = read(name);
    if (url.startsWith("did:") && url.includes("#")) {
      const method = document.verificationMethod.find(({ id }) => id === url);
      if (!method) {
        throw new Error(`no such key: ${url}`);
      }
      document = { "@context": "https://w3id.org/security/multikey/v1", ...method };
    }
    return { contextUrl: null, documentUrl: url, document };
  }

  async function verifyRecord(credential) {
    const suite = () => new DataIntegrityProof({ cryptosuite });
    const result = await vc.verifyCredential({
      credential,
      suite: suite(),
      documentLoader,
      now,
      checkStatus: (options) => checkStatus({ ...options, suite: suite(), documentLoader }),
    });
    if (!result.verified) {
      return { verified: false, reason: why(result.error ?? result.statusResult?.error) };
    }
    const revoked = result.statusResult?.results?.some(({ status }) => status);
    return revoked ? { verified: false, reason: "revoked" } : { verified: true, reason: "" };
  }

  async function verifyToken(token) {
    const key = async ({ kid }) => {
      const [did] = kid.split("#");
      const { document } = await documentLoader(did);
      const method = document.verificationMethod.find(({ id }) => id === kid);
      if (!method?.publicKeyJwk || !document.assertionMethod.includes(kid)) {
        throw new Error(`no such key: ${kid}`);
      }
      return importJWK(method.publicKeyJwk, "ES256");
    };
    const issuer = read("did.json").id;
    await jwtVerify(token, key, { algorithms: ["ES256"], issuer, currentDate: now, typ: "JWT" });
    return { verified: true, reason: "" };
  }

  async function verifySeal(token) {
    const keys = createLocalJWKSet(read("jwks.json"));
    const { payload, protectedHeader } = await compactVerify(token, keys, { algorithms: ["EdDSA"] });
    if (protectedHeader.typ !== "audit-seal+jwt") {
      throw new Error(`not a seal: ${protectedHeader.typ}`);
    }
    return { verified: true, reason: "", seal: JSON.parse(new TextDecoder().decode(payload)) };
  }

  async function verifyContent(content) {
    if (content.startsWith("{")) {
      return verifyRecord(JSON.parse(content));
    }
    return file.endsWith(".jws") ? verifySeal(content) : verifyToken(content);
  }

  try {
    return await verifyContent(readFileSync(file, "utf8").trim());
  } catch (error) {
    return { verified: false, reason: why(error) };
  }
}

const question = process.argv.slice(2);
if (question.length) {
  console.log(JSON.stringify(await answerTo(...question)));
} else {
  for await (const line of createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(await answerTo(...JSON.parse(line))));
  }
}
