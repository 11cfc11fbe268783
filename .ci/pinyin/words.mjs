// Writes views/pinyin/words.txt: how a character is read alone, and every word in which one is read otherwise.
//
//	cd .ci/pinyin && npm ci && node words.mjs > ../../views/pinyin/words.txt
import { readFileSync } from "node:fs";
import { pinyin } from "pinyin-pro";

const source = "node_modules/@pinyin-pro/data/json/modern.json";
const han = /^\p{Script=Han}+$/u;
const words = Object.entries(JSON.parse(readFileSync(source, "utf8")))
  .map(([word, [reading]]) => [word, reading])
  .filter(([word, reading]) => han.test(word) && [...word].length === reading.split(" ").length);

// What own.txt says of a character alone counts here too: a word in which it is read otherwise has to be in the list.
const own = readFileSync("../../views/pinyin/own.txt", "utf8").split("\n").map((line) => line.split(" "));
const ours = new Map(own.filter((line) => line.length === 2).map(([char, reading]) => [char, reading]));

const chars = [...new Set(words.flatMap(([word]) => [...word]))];
const alone = new Map(chars.map((char) => [char, ours.get(char) ?? pinyin(char)]));
const plain = (word) => [...word].map((char) => alone.get(char)).join(" ");

const lines = words
  .filter(([word, reading]) => [...word].length > 1 && reading !== plain(word))
  .map(([word, reading]) => `${word} ${reading}`);
for (const [char, reading] of alone) lines.push(`${char} ${reading}`);
console.log("# Made by .ci/pinyin/words.mjs from pinyin-pro (MIT) and @pinyin-pro/data (ISC); own.txt mends what is wrong.");
console.log(lines.sort().join("\n"));
