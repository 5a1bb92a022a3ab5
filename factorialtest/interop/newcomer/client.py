"""A program as a newcomer writes it with Factorial's Python client, against the fake API at the URL of its first argument."""

import datetime
import sys

from factorial_api_client import FactorialClient

base_url, key = sys.argv[1:]
client = FactorialClient(api_key=key, base_url=base_url)

people = list(client.employees.employees.all())
print(f"     {len(people)} employees, the first is {people[0].full_name}")
if len(people) != 50:
    sys.exit(f"the company has 50 employees, the client read {len(people)}")

people_with_name = {p.id: p.full_name for p in people}
for leave in client.timeoff.leaves.all(max_items=3):
    if leave.employee_id not in people_with_name:
        sys.exit(f"leave {leave.id} is of employee {leave.employee_id}, whom the company does not have")
    print(f"     {people_with_name[leave.employee_id]} is away from {leave.start_on} to {leave.finish_on}")
if not isinstance(people[0].created_at, (str, datetime.datetime)):
    sys.exit("the client did not read a date-time")
