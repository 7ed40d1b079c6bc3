/** The seam behind which the loops that evaluate programs can be replaced by faster ones. */
package lucerna.air.spi;
