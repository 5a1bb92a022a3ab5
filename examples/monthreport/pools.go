package main

import (
	"fmt"
	"io"

	"github.com/factorialhr-go/factorialhr/gen/attendance"
)

// pools lists the pools in the order of their columns. A pool follows from the compensation rules
// of the company. The spec names the pools and does not explain them: the meanings with "probably"
// are inferred.
var pools = []struct {
	pool    attendance.WorkedTimeWorkedTimeBlockPoolType
	meaning string
}{
	{attendance.WorkedTimeWorkedTimeBlockPoolTypePayroll, "the minutes are paid"},
	{attendance.WorkedTimeWorkedTimeBlockPoolTypeTimeoff, "the minutes become time off"},
	{attendance.WorkedTimeWorkedTimeBlockPoolTypeBalance, "the minutes go to a bank of hours"},
	{attendance.WorkedTimeWorkedTimeBlockPoolTypeBuffer, "probably below the limit from which overtime is compensated"},
	{attendance.WorkedTimeWorkedTimeBlockPoolTypeComplementaryBuffer, "probably the same for complementary hours of a part-time contract"},
	{attendance.WorkedTimeWorkedTimeBlockPoolTypeDiscarded, "above a maximum: the minutes do not count"},
	{attendance.WorkedTimeWorkedTimeBlockPoolTypeVirtualPayroll, "probably paid, but not settled yet"},
	{attendance.WorkedTimeWorkedTimeBlockPoolTypeVirtualTimeoff, "probably time off, but not settled yet"},
}

// otherPool is the column of minutes without a pool and of pools that the list above lacks.
const otherPool = "other"

// printPools prints what the pools mean.
func printPools(w io.Writer) {
	for _, p := range pools {
		fmt.Fprintf(w, "pool_%-22s %s\n", p.pool, p.meaning)
	}
	fmt.Fprintf(w, "pool_%-22s %s\n", otherPool, "no pool, or one that this program does not know")
	fmt.Fprintln(w, "\nThe minutes of a pool are those after the factor of their category, for example 1.5 on a Saturday.")
	fmt.Fprintln(w, "Breaks are in no pool. Minutes that wait for approval are in their pool and in pending.")
}
