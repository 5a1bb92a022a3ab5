package company

import (
	"strconv"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/fake/files"
	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

func (p *Plan) planPapers() {
	p.rows["expenses/expenses"] = rows{p.size, p.expense}
	p.rows["documents/folders"] = rows{2, p.folder}
	p.rows["documents/documents"] = rows{p.size, p.document}
}

func (p *Plan) expense(i int) value.Fields {
	r := p.random("expense", i)
	day := p.person(i).lastDay(p).AddDate(0, 0, -r.IntN(60))
	return value.Fields{
		"id": value.NumericID(i + 1), "employee_id": value.NumericID(i + 1), "merchant_name": value.Text(pick(r, merchants)),
		"amount": value.Number(500 + r.IntN(20_000)), "currency": value.Text("EUR"), "effective_on": value.Date(day),
		"status": value.Text(pick(r, []string{"pending", "approved", "paid"})), "creation_type": value.Text("manual"),
		"document_id": value.NumericID(i + 1), "status_updated_at": value.DateTime(day),
	}
}

func (p *Plan) folder(i int) value.Fields {
	return value.Fields{
		"id": value.NumericID(i + 1), "name": value.Text([]string{"Contracts", "Handbooks"}[i]), "active": value.True,
		"space": value.Text("employee_my_documents"),
	}
}

func (p *Plan) document(i int) value.Fields {
	r := p.random("document", i)
	name := pick(r, fileNames)
	extension := name[strings.LastIndex(name, ".")+1:]
	kind := "application/pdf"
	if extension == "png" {
		kind = "image/png"
	}
	return value.Fields{
		"id": value.NumericID(i + 1), "employee_id": value.NumericID(i + 1), "author_id": value.NumericID(record.FirstAccess + 1),
		"filename": value.Text(strconv.Itoa(i+1) + "-" + name), "extension": value.Text(extension), "content_type": value.Text(kind),
		"file_size": value.Number(len(files.StandIn(strconv.Itoa(i + 1)))), "folder_id": value.NumericID(1 + i%2),
		"space": value.Text("employee_my_documents"), "public": value.False, "is_company_document": value.False,
		"is_management_document": value.False, "is_pending_assignment": value.False,
		"created_at": value.DateTime(p.before(r.IntN(400))), "updated_at": value.DateTime(p.before(r.IntN(30))),
	}
}
