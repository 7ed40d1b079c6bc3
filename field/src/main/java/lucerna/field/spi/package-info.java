/** The seam behind which the field's inner loops can be replaced by faster ones. */
package lucerna.field.spi;
