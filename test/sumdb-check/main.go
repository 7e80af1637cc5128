// Command sumdb-check asks golang.org/x/mod whether exported logs are what they claim to be. It shares no code with
// Slipway: signatures are checked by sumdb/note, trees by sumdb/tlog.
//
//	sumdb-check VERIFIER-KEY FOLDER...
//
// Every folder is one export; each has to continue the one before. It prints a line for every folder, and exits with 1
// at the first thing that does not hold.
package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	if len(os.Args) < 3 {
		fail("usage: sumdb-check VERIFIER-KEY FOLDER...")
	}
	verifier, err := note.NewVerifier(os.Args[1])
	check(err, "verifier key")
	var earlier []export
	for _, folder := range os.Args[2:] {
		log := openExport(folder, verifier)
		checkRecords(log)
		for _, before := range earlier {
			checkConsistency(log, before)
		}
		earlier = append(earlier, log)
		fmt.Printf("%d entries, root %v\n", log.tree.N, log.tree.Hash)
	}
}

// An export is a folder whose checkpoint carries a good signature.
type export struct {
	folder string
	tree   tlog.Tree
	// Reads hashes from tiles, and believes none that does not lead to the signed root.
	hashes tlog.HashReader
}

func openExport(folder string, verifier note.Verifier) export {
	text, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	check(err, "checkpoint of "+folder)
	signed, err := note.Open(text, note.VerifierList(verifier))
	check(err, "signature of "+folder)
	tree := parseCheckpoint(signed.Text, verifier.Name())
	return export{folder, tree, tlog.TileHashReader(tree, tiles{folder})}
}

// The body of a C2SP checkpoint: origin, size, root.
func parseCheckpoint(text, origin string) tlog.Tree {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[0] != origin || lines[3] != "" {
		fail("checkpoint: not three lines that begin with " + origin)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err, "size")
	hash, err := tlog.ParseHash(lines[2])
	check(err, "root")
	return tlog.Tree{N: size, Hash: hash}
}

// Every record of the entry bundles has the hash that stands in the tiles, and some are proven one by one.
func checkRecords(log export) {
	size := log.tree.N
	records := readBundles(log.folder, size)
	indexes := make([]int64, size)
	for index := range indexes {
		indexes[index] = tlog.StoredHashIndex(0, int64(index))
	}
	hashes, err := log.hashes.ReadHashes(indexes)
	check(err, "tiles of "+log.folder)
	for index, record := range records {
		if tlog.RecordHash(record) != hashes[index] {
			fail(fmt.Sprintf("%s: record %d does not have the hash in its tile", log.folder, index))
		}
	}
	root, err := tlog.TreeHash(size, log.hashes)
	check(err, "tree hash")
	if root != log.tree.Hash {
		fail(log.folder + ": the tiles do not have the signed root")
	}
	for _, index := range []int64{0, size / 3, size / 2, size - 1} {
		proof, err := tlog.ProveRecord(size, index, log.hashes)
		check(err, "proof")
		check(tlog.CheckRecord(proof, size, log.tree.Hash, index, tlog.RecordHash(records[index])), "record proof")
		checkProofFile(log, index, proof)
	}
}

// A proof file beside the export, where there is one, holds the very proof that tlog makes.
func checkProofFile(log export, index int64, proof tlog.RecordProof) {
	text, err := os.ReadFile(fmt.Sprintf("%s.proof-%d", log.folder, index))
	if os.IsNotExist(err) {
		return
	}
	check(err, "proof file")
	checkpoint, err := os.ReadFile(filepath.Join(log.folder, "checkpoint"))
	check(err, "checkpoint")
	wanted := fmt.Sprintf("c2sp.org/tlog-proof@v1\nindex %d\n", index)
	for _, hash := range proof {
		wanted += base64.StdEncoding.EncodeToString(hash[:]) + "\n"
	}
	if string(text) != wanted+"\n"+string(checkpoint) {
		fail(fmt.Sprintf("%s: the proof file of %d is not the proof", log.folder, index))
	}
	fmt.Printf("proof of entry %d in %d\n", index, log.tree.N)
}

func checkConsistency(log, before export) {
	proof, err := tlog.ProveTree(log.tree.N, before.tree.N, log.hashes)
	check(err, "consistency proof")
	err = tlog.CheckTree(proof, log.tree.N, log.tree.Hash, before.tree.N, before.tree.Hash)
	check(err, fmt.Sprintf("%s does not continue %s", log.folder, before.folder))
}

// The records of all entry bundles: each after its length in two bytes, the high one first.
func readBundles(folder string, size int64) [][]byte {
	var records [][]byte
	for n := int64(0); n*256 < size; n++ {
		width := size - n*256
		if width > 256 {
			width = 256
		}
		data, err := os.ReadFile(filepath.Join(folder, tilePath(tlog.Tile{H: 8, L: -1, N: n, W: int(width)})))
		check(err, "entry bundle")
		for len(data) > 0 {
			if len(data) < 2 || len(data) < 2+int(data[0])<<8+int(data[1]) {
				fail("entry bundle is cut off")
			}
			end := 2 + int(data[0])<<8 + int(data[1])
			records = append(records, data[2:end])
			data = data[end:]
		}
		if int64(len(records)) != n*256+width {
			fail(fmt.Sprintf("%s: bundle %d has the wrong number of records", folder, n))
		}
	}
	return records
}

// The paths of C2SP tlog-tiles are those of the Go checksum database without the height, and with another name for data.
func tilePath(tile tlog.Tile) string {
	path := strings.Replace(tile.Path(), "tile/8/data/", "tile/entries/", 1)
	return strings.Replace(path, "tile/8/", "tile/", 1)
}

type tiles struct{ folder string }

func (tiles) Height() int                     { return 8 }
func (tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var data [][]byte
	for _, tile := range wanted {
		bytes, err := os.ReadFile(filepath.Join(t.folder, tilePath(tile)))
		if err != nil {
			return nil, err
		}
		data = append(data, bytes)
	}
	return data, nil
}

func check(err error, what string) {
	if err != nil {
		fail(what + ": " + err.Error())
	}
}

func fail(message string) {
	fmt.Fprintln(os.Stderr, message)
	os.Exit(1)
}
