/** Merkle trees over columns of field elements, their multiproofs and the verification of these. */
package lucerna.fri.merkle;
