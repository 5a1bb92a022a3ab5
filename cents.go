package factorialhr

// Cents is an amount of money in hundredths of the unit of its currency: Cents(3400000) is
// 34000.00. The type carries no currency; the record names it, or the legal entity has it. Models
// return it from methods beside their raw fields, so that a caller does not take cents for euros:
// contracts.ContractVersion has the field SalaryAmount and the method Salary.
type Cents int64

// Decimal returns the exact amount in the unit of the currency, with two digits after the point.
func (c Cents) Decimal() Decimal { return NewDecimal(int64(c), 2) }

// String returns the amount in the unit of the currency: "34000.00".
func (c Cents) String() string { return c.Decimal().String() }
