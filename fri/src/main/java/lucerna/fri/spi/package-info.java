/** The seam behind which hashing in bulk can be replaced by faster loops. */
package lucerna.fri.spi;
